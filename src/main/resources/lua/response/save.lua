--[[
  Stores a response in place of an older one, and the places of its items.

  KEYS     1     the response
           2..   its items
  ARGV     1     now in ms, for tests; else empty
           2     life of the response in ms
           3     id of the response
           4     record
  Returns  1
]]

local now = clock(ARGV[1])
local life = tonumber(ARGV[2])
redis.call('HSET', KEYS[1], 'record', ARGV[4], 'ends', string.format('%.0f', now + life))
redis.call('PEXPIRE', KEYS[1], life)
for i = 2, #KEYS do
  redis.call('SET', KEYS[i], ARGV[3], 'PX', life)
end
return 1
