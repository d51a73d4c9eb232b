--[[
  Remembers the maker of a thought.

  KEYS     the marks of the thought
  ARGV     1     maker
           2     life in ms
  Returns  1
]]

for _, key in ipairs(KEYS) do
  redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
end
return 1
