--[[
  All access keys, unless the asker knows them.

  KEYS     1     the keys
  ARGV     1     now in ms, for tests; else empty
           2     the version that the asker knows, or empty
  Returns  the version; then name and JSON of each key, where it is another one than the asker's
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
