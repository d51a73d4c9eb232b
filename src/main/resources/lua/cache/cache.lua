--[[
  The part that all scripts of the answer cache share. It is sent before each of them.

  A key is one hash with the fields entry, the answer; at, the millisecond in which it was stored; ends, the millisecond
  in which it expires; owner, the call that asks for it now; lease, the millisecond in which the owner's lease expires.
  Each read compares these ends with the time; the key expires with the later of them.
]]

-- returns the state of a key: without entry when no answer is stored, without owner when no call holds the lease
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

-- lets the key expire when both the answer and the lease have expired
local function vanishing(key, now, ends, lease)
  redis.call('PEXPIRE', key, math.max(ends or now, lease or now) - now)
end
