--[[
  Ends a call, and counts the tokens that it has used in the place of those it was thought to need. What it did not need
  is given back to the window that it was taken from; what it needed more counts in the window of now.

  KEYS     1, 2       windows and calls of the caller
  ARGV     1          now in ms, for tests; else empty
           2          id of the call
           3          tokens that it used, less those it was thought to need
           4, 5       ends of the windows that count tokens in a minute and in a day, as they were when it began; empty
                      where tokens are not limited
  Returns  1
]]

local now = clock(ARGV[1])
local more = tonumber(ARGV[3])

if redis.call('ZSCORE', KEYS[2], ARGV[2]) then
  redis.call('ZREM', KEYS[2], ARGV[2])
end

local windows = read_windows(KEYS[1], now)
local changed = false
for i = 3, 4 do
  local ends = tonumber(ARGV[i + 1])
  if ends and (more > 0 or more < 0 and ends == windows[i].ends) then
    count(windows[i], i, more, now)
    changed = true
  end
end
if changed then
  write_windows(KEYS[1], windows, now)
end
return 1
