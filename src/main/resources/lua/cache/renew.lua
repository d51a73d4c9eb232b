--[[
  Extends a lease by its full life from now.

  KEYS     1     the key
  ARGV     1     now in ms, for tests; else empty
           2     owner
           3     life of the lease in ms
  Returns  1 when it was held, 0 when it had expired or has another owner
]]

local now = clock(ARGV[1])
local found = cached(KEYS[1], now)
if found.owner ~= ARGV[2] then
  return 0
end
local lease = now + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], 'lease', instant(lease))
vanishing(KEYS[1], now, found.ends, lease)
return 1
