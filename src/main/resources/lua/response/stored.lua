--[[
  The part that all scripts of responses share. It is sent before each of them.

  A response is one hash with the fields record, the response and its conversation; ends, the millisecond in which it
  expires. The key expires then too; until Redis removes it, every read compares ends with the time. The key of an item
  holds the id of the response that the item is in.
]]

-- returns the record of a response; nil when there is none or it has expired
local function stored(key, now)
  local fields = redis.call('HMGET', key, 'ends', 'record')
  if not fields[1] or tonumber(fields[1]) <= now then
    return nil
  end
  return fields[2]
end
