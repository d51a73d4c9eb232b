--[[
  Extends the life of a call by its full length from now.

  KEYS     1, 2       windows and calls of the caller
  ARGV     1          now in ms, for tests; else empty
           2, 3       id of the call; ms after which it expires unless it is prolonged
  Returns  1 when it was under way, 0 when it had expired
]]

local now = clock(ARGV[1])
local life = tonumber(ARGV[3])
local ends = redis.call('ZSCORE', KEYS[2], ARGV[2])
if not ends or tonumber(ends) <= now then
  return 0
end
redis.call('ZADD', KEYS[2], now + life, ARGV[2])
redis.call('PEXPIRE', KEYS[2], life)
return 1
