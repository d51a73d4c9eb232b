--[[
  Adds a result to a stream, unless that has been done: it comes again where its event does, or where the reply to this
  was lost. What does not get into the stream is not remembered as done.

  KEYS     1     the stream
           2     there while it is remembered; in the stream's slot
  ARGV     1     about how many entries are left in the stream
           2     how long it is remembered, in ms
           3...  fields and values by turns
  Returns  1 when it was added, 0 when that had been done
]]

if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, 3))
redis.call('SET', KEYS[2], '', 'PX', ARGV[2])
return 1
