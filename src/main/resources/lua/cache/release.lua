--[[
  Ends a lease without an answer, so that the next caller may have it. An older answer stays stored.

  KEYS     1     the key
  ARGV     1     now in ms, for tests; else empty
           2     owner
  Returns  1 when it was held, 0 when it had expired or has another owner
]]

local now = clock(ARGV[1])
local found = cached(KEYS[1], now)
if found.owner ~= ARGV[2] then
  return 0
end
redis.call('HDEL', KEYS[1], 'owner', 'lease')
vanishing(KEYS[1], now, found.ends)
return 1
