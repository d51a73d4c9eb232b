--[[
  Returns the usage of a day and changes nothing.

  KEYS     1     the day
  ARGV     1     now in ms, for tests; else empty
  Returns  each row's field, and its figures
]]

return redis.call('HGETALL', KEYS[1])
