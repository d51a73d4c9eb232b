--[[
  What the verbs of the response cache share; it stands before each of them when they are sent.

  A key is one hash: entry, the answer; at, the millisecond in which it was kept; ends, that in which it is forgotten;
  owner, who asks for it just now; lease, the millisecond in which that is not believed any more. Ends are worked out on
  read; the key vanishes with the last of them.
]]

-- what is there: without entry where nothing is kept, without owner where nobody asks
local function cached(key, now)
  local fields = redis.call('HMGET', key, 'entry', 'at', 'ends', 'owner', 'lease')
  local found = {}
  if fields[3] and tonumber(fields[3]) > now then
    found.entry, found.at, found.ends = fields[1], tonumber(fields[2]), tonumber(fields[3])
  end
  if fields[5] and tonumber(fields[5]) > now then
    found.owner, found.lease = fields[4], tonumber(fields[5])
  end
  return found
end

local function instant(milliseconds)
  return string.format('%.0f', milliseconds)
end

-- the key vanishes when neither the answer nor the lease is worth anything
local function vanishing(key, now, ends, lease)
  redis.call('PEXPIRE', key, math.max(ends or now, lease or now) - now)
end
