--[[
  Keeps what is known of one name, in the place of what was.

  KEYS     1     the keys
  ARGV     1     now in ms, for tests; else empty
           2, 3  name, JSON
  Returns  1 when nothing was known of the name, else 0
]]

local now = clock(ARGV[1])
local number = number_of(KEYS[1])
local added = redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
change(KEYS[1], now, number)
return added
