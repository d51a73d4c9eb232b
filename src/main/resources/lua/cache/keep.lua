--[[
  Stores an answer in place of an older one, and ends the lease if it is this owner's.

  KEYS     1     the key
  ARGV     1     now in ms, for tests; else empty
           2     owner
           3     life of the answer in ms
           4     answer
  Returns  1
]]

local now = clock(ARGV[1])
local found = cached(KEYS[1], now)
local ends = now + tonumber(ARGV[3])
if not found.owner or found.owner == ARGV[2] then
  redis.call('HDEL', KEYS[1], 'owner', 'lease')
  found.lease = nil
end
redis.call('HSET', KEYS[1], 'entry', ARGV[4], 'at', instant(now), 'ends', instant(ends))
vanishing(KEYS[1], now, ends, found.lease)
return 1
