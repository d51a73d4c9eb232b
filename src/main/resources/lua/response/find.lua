--[[
  Returns stored responses and changes nothing. The keys of the responses of items are made here; they have the hash
  tag of the given ones.

  KEYS     1     the response; not read where no id is given
           2..   items
  ARGV     1     now in ms, for tests; else empty
           2     beginning of the keys of responses
           3     id of the response; empty where only items are wanted
  Returns  for each item the id of its response or '', then id and record of every response that was found
]]

local now = clock(ARGV[1])
local reply = {}
local records = {}
local looked = {}

-- returns whether the response is stored, and adds its record where it is
local function look(id, key)
  if looked[id] == nil then
    local record = stored(key, now)
    looked[id] = record and true or false
    if record then
      records[#records + 1] = id
      records[#records + 1] = record
    end
  end
  return looked[id]
end

if ARGV[3] ~= '' then
  look(ARGV[3], KEYS[1])
end
for i = 2, #KEYS do
  local id = redis.call('GET', KEYS[i])
  reply[#reply + 1] = id and look(id, ARGV[2] .. id) and id or ''
end
for i = 1, #records do
  reply[#reply + 1] = records[i]
end
return reply
