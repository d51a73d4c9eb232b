--[[
  The first part of every script: its one way to tell the time.
]]

-- milliseconds of the server, or those that a test says
local function clock(override)
  if override ~= '' then
    return tonumber(override)
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
