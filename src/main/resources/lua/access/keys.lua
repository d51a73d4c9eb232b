--[[
  Returns all access keys, unless the caller has them already.

  KEYS     1     the hash of all keys
  ARGV     1     now in ms, for tests; else empty
           2     the version that the caller has, or empty
  Returns  the version; when it differs from the caller's, then the name and the JSON of each entry
]]

local version = redis.call('HGET', KEYS[1], VERSION) or '0'
local reply = { version }
if version ~= ARGV[2] then
  local fields = redis.call('HGETALL', KEYS[1])
  for i = 1, #fields, 2 do
    if fields[i] ~= VERSION then
      table.insert(reply, fields[i])
      table.insert(reply, fields[i + 1])
    end
  end
end
return reply
