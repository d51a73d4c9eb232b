--[[
  Returns the makers of thoughts.

  KEYS     the marks of the thoughts
  Returns  for each key the maker, or false when it is not known
]]

return redis.call('MGET', unpack(KEYS))
