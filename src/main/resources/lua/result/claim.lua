--[[
  Claims a key for one owner, unless it is claimed already.

  KEYS     1     the claim
  ARGV     1     now in ms, for tests; else empty
           2, 3  owner, digest of the request
           4     life of the claim in ms
  Returns  { 'granted' }, { 'running', ms until its end }, { 'done', result } or { 'other' } where another
           request has used this key
]]

local now = clock(ARGV[1])
local claim = remembered(KEYS[1], now)
if not claim then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'body', ARGV[3], 'owner', ARGV[2])
  lasting(KEYS[1], now, tonumber(ARGV[4]))
  return { 'granted' }
elseif claim.body ~= ARGV[3] then
  return { 'other' }
elseif claim.result then
  return { 'done', claim.result }
end
return { 'running', claim.ends - now }
