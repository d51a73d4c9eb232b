--[[
  Grants a call and counts it, if every limit of its caller has room for it; else counts nothing.

  KEYS     1, 2       windows and calls of the caller
  ARGV     1          now in ms, for tests; else empty
           2, 3       id of the call; ms after which it expires unless it is prolonged
           4          the most calls under way, or empty
           5          its estimated tokens
           6, 7       the most requests in a minute and in a day, or empty
           8, 9       the most tokens in a minute and in a day, or empty
  Returns  broken (0 when it may begin, else the window that is full for the longest time, 5 when only the calls under
           way are too many), now, calls under way, then used and ends of each window
]]

local now = clock(ARGV[1])
local life = tonumber(ARGV[3])
local slots = tonumber(ARGV[4])
local needs = { 1, 1, tonumber(ARGV[5]), tonumber(ARGV[5]) }
local CALLS = 5

local windows = read_windows(KEYS[1], now)
local in_flight = slots and redis.call('ZCOUNT', KEYS[2], '(' .. now, '+inf') or 0

local broken = 0
local longest = 0
for i, window in ipairs(windows) do
  local limit = tonumber(ARGV[5 + i])
  if limit and window.used + needs[i] > limit and window.ends - now > longest then
    broken = i
    longest = window.ends - now
  end
end
if broken == 0 and slots and in_flight >= slots then
  broken = CALLS
end

if broken == 0 then
  for i, window in ipairs(windows) do
    if ARGV[5 + i] ~= '' then
      count(window, i, needs[i], now)
    end
  end
  write_windows(KEYS[1], windows, now)
  if slots then
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
    redis.call('ZADD', KEYS[2], now + life, ARGV[2])
    redis.call('PEXPIRE', KEYS[2], life)
    in_flight = in_flight + 1
  end
end

local reply = { broken, now, in_flight }
for _, window in ipairs(windows) do
  table.insert(reply, window.used)
  table.insert(reply, window.ends)
end
return reply
