--[[
  Adds the usage of an instance's calls, unless this batch was added before. The batches of an instance are numbered. An
  instance sends a batch until it has a reply, and only then the next one.

  KEYS     1     the beginning of every key of usage
           2     the number of the latest batch of this instance
  ARGV     1     now in ms, for tests; else empty
           2     the number of the batch
           3     the age of the usage in ms
           4     how long a day is kept, in ms
           5     how long the instance is remembered, in ms
           6...  for each row: its field, its caller, its cost, its figures
  Returns  1 when it was added, 0 when it had been added before
]]

local now = clock(ARGV[1])
if tonumber(ARGV[2]) <= tonumber(redis.call('GET', KEYS[2]) or 0) then
  return 0
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[5])

local number = math.floor((now - ARGV[3]) / DAY)
local day = KEYS[1] .. day_name(number)
local spent_day = KEYS[1] .. 'spent:' .. day_name(number)
local spent_month = KEYS[1] .. 'spent:' .. month_name(number)

local function sum(known, more)
  if not known then
    return more
  end
  local figures = {}
  for figure in string.gmatch(known, '%d+') do
    figures[#figures + 1] = tonumber(figure)
  end
  local i = 0
  return (string.gsub(more, '%d+', function(figure)
    i = i + 1
    return string.format('%.0f', (figures[i] or 0) + tonumber(figure))
  end))
end

local costs
for i = 6, #ARGV, 4 do
  local row, caller, cost, figures = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  redis.call('HSET', day, row, sum(redis.call('HGET', day, row), figures))
  if cost ~= '0' then
    costs = true
    redis.call('HINCRBY', spent_day, caller, cost)
    redis.call('HINCRBY', spent_month, caller, cost)
  end
end
redis.call('PEXPIRE', day, ARGV[4])
if costs then
  redis.call('PEXPIRE', spent_day, 2 * DAY)
  redis.call('PEXPIRE', spent_month, 33 * DAY)
end
return 1
