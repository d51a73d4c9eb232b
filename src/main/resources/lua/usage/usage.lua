--[[
  The part that all scripts of usage share. It is sent before each of them.

  A day is one hash: a field for each caller|route|provider|model, with the figures of that row, separated by spaces.
  What callers have spent is also stored by day and by month: a hash with a field for each caller, in billionths of a
  US dollar. Days and months are those of UTC.
]]

local DAY = 86400000

-- year, month and day of the day with this number since 1970 (the algorithm of Howard Hinnant's civil_from_days)
local function date(number)
  local shifted = number + 719468
  local era = math.floor(shifted / 146097)
  local in_era = shifted - era * 146097
  local year_of_era =
    math.floor((in_era - math.floor(in_era / 1460) + math.floor(in_era / 36524) - math.floor(in_era / 146096)) / 365)
  local in_year = in_era - (365 * year_of_era + math.floor(year_of_era / 4) - math.floor(year_of_era / 100))
  local from_march = math.floor((5 * in_year + 2) / 153)
  local day = in_year - math.floor((153 * from_march + 2) / 5) + 1
  local month = from_march < 10 and from_march + 3 or from_march - 9
  return year_of_era + era * 400 + (month <= 2 and 1 or 0), month, day
end

local function day_name(number)
  return string.format('%04d-%02d-%02d', date(number))
end

local function month_name(number)
  return string.sub(day_name(number), 1, 7)
end
