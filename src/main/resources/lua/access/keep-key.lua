--[[
  Stores the entry of one name and replaces an earlier one.

  KEYS     1     the hash of all keys
  ARGV     1     now in ms, for tests; else empty
           2, 3  name, JSON of the entry
  Returns  1 when the name had no entry, else 0
]]

local now = clock(ARGV[1])
local number = number_of(KEYS[1])
local added = redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
change(KEYS[1], now, number)
return added
