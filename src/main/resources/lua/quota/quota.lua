--[[
  The part that all scripts of quotas share. It is sent before each of them.

  A caller's windows are one hash. Each has a field used<n> and a field ends<n>, the millisecond in which it ends. 1
  and 2 count requests in a minute and in a day, 3 and 4 count tokens. A window begins with the first call that it
  counts; one that has ended is empty. Calls under way are one sorted set of their ids, by the millisecond in which
  they expire unless they are prolonged.
]]

local LENGTHS = { 60000, 86400000, 60000, 86400000 }

local function read_windows(key, now)
  local fields = redis.call('HMGET', key, 'used1', 'ends1', 'used2', 'ends2', 'used3', 'ends3', 'used4', 'ends4')
  local windows = {}
  for i = 1, 4 do
    local ends = tonumber(fields[2 * i])
    if ends and ends > now then
      windows[i] = { used = tonumber(fields[2 * i - 1]), ends = ends }
    else
      windows[i] = { used = 0, ends = 0 }
    end
  end
  return windows
end

-- adds to the count of a window, and begins the window if it has not begun
local function count(window, number, more, now)
  if window.ends == 0 then
    window.ends = now + LENGTHS[number]
  end
  window.used = math.max(0, window.used + more)
  window.changed = true
end

local function write_windows(key, windows, now)
  local last = now
  for i, window in ipairs(windows) do
    if window.changed then
      redis.call('HSET', key,
        'used' .. i, string.format('%.0f', window.used), 'ends' .. i, string.format('%.0f', window.ends))
    end
    last = math.max(last, window.ends)
  end
  redis.call('PEXPIRE', key, last - now)
end
