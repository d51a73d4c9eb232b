--[[
  Ends a call that does not count, and takes it out of every window that counted it and has not ended.

  KEYS     1, 2       windows and calls of the caller
  ARGV     1          now in ms, for tests; else empty
           2, 3       id of the call; its estimated tokens
           4 to 7     ends of the windows when the call began; empty where there is no limit
  Returns  1
]]

local now = clock(ARGV[1])
local needed = { 1, 1, tonumber(ARGV[3]), tonumber(ARGV[3]) }

if redis.call('ZSCORE', KEYS[2], ARGV[2]) then
  redis.call('ZREM', KEYS[2], ARGV[2])
end

local windows = read_windows(KEYS[1], now)
local changed = false
for i = 1, 4 do
  local ends = tonumber(ARGV[i + 3])
  if ends and ends == windows[i].ends then
    count(windows[i], i, -needed[i], now)
    changed = true
  end
end
if changed then
  write_windows(KEYS[1], windows, now)
end
return 1
