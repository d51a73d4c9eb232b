--[[
  Ends a call, and replaces its estimated tokens by those that it has used. Tokens that it did not use go back to the
  window that they were taken from; further tokens count in the present window.

  KEYS     1, 2       windows and calls of the caller
  ARGV     1          now in ms, for tests; else empty
           2          id of the call
           3          tokens that it used, minus its estimated tokens
           4, 5       ends of the windows that count tokens in a minute and in a day, when the call began; empty where
                      tokens are not limited
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
