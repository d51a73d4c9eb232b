--[[
  Stores entries that the store has lost. A name that has an entry is left alone.

  KEYS     1         the hash of all keys
  ARGV     1         now in ms, for tests; else empty
           2, 3 …    name, JSON of each entry
  Returns  the number of stored entries
]]

local now = clock(ARGV[1])
local number = number_of(KEYS[1])
local written = 0
for i = 2, #ARGV, 2 do
  written = written + redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
end
if written > 0 then
  change(KEYS[1], now, number)
end
return written
