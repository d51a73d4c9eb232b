--[[
  Returns the stored answer; else grants the lease to ask for it, unless another owner holds it. An owner that already
  holds the lease gets it again.

  KEYS     1     the key
  ARGV     1     now in ms, for tests; else empty
           2     owner
           3     life of the lease in ms
           4     age in ms that the answer must not have reached; empty for any
  Returns  { 'found', age in ms, answer }, { 'granted' } or { 'busy', ms until the end of the lease }
]]

local now = clock(ARGV[1])
local found = cached(KEYS[1], now)
if found.entry and (ARGV[4] == '' or now - found.at < tonumber(ARGV[4])) then
  return { 'found', now - found.at, found.entry }
elseif found.owner and found.owner ~= ARGV[2] then
  return { 'busy', found.lease - now }
end
local lease = now + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'lease', instant(lease))
vanishing(KEYS[1], now, found.ends, lease)
return { 'granted' }
