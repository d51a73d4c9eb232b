--[[
  Removes a response. The keys of its items are left to expire; they lead nowhere then.

  KEYS     1     the response
  ARGV     1     now in ms, for tests; else empty
  Returns  1 when it was stored, 0 when it was not or had expired
]]

local known = stored(KEYS[1], clock(ARGV[1]))
redis.call('DEL', KEYS[1])
return known and 1 or 0
