--[[
  Functions that the scripts for shared access keys have in common. Each script is sent with this text before it.

  All keys are in one hash: the JSON of the entry by name, and under #version a text that changes with every change.
]]

local VERSION = '#version'

-- Returns a part of the next version; must be called before the change.
local function number_of(key)
  return redis.call('HLEN', key) .. '-' .. (redis.call('HGET', key, VERSION) or '')
end

-- Sets the next version. It differs from every earlier one, even after the keys were lost.
local function change(key, now, number)
  redis.call('HSET', key, VERSION, string.format('%.0f', now) .. '-' .. redis.sha1hex(number))
end
