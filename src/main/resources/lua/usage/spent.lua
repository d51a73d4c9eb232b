--[[
  Returns what a caller has spent and changes nothing.

  KEYS     1     the beginning of every key of usage
  ARGV     1     now in ms, for tests; else empty
           2     the caller
  Returns  spent today and in this month in billionths of a US dollar, ms until the day and the month end; as texts
]]

local now = clock(ARGV[1])
local number = math.floor(now / DAY)
local today = redis.call('HGET', KEYS[1] .. 'spent:' .. day_name(number), ARGV[2]) or '0'
local this_month = redis.call('HGET', KEYS[1] .. 'spent:' .. month_name(number), ARGV[2]) or '0'

local next_month = number + 1
while month_name(next_month) == month_name(number) do
  next_month = next_month + 1
end
return {
  today,
  this_month,
  string.format('%.0f', (number + 1) * DAY - now),
  string.format('%.0f', next_month * DAY - now),
}
