--[[
  The first part of every script. It is the only way to read the time.
]]

-- returns the server's time in milliseconds, or the time that a test sets
local function clock(override)
  if override ~= '' then
    return tonumber(override)
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
