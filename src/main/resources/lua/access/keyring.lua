--[[
  What the verbs of shared access keys share; it stands before each of them when they are sent.

  The keys are one hash: for each name its JSON, and under #version what changes with every change.
]]

local VERSION = '#version'

-- before a change: what the next version is made of
local function number_of(key)
  return redis.call('HLEN', key) .. '-' .. (redis.call('HGET', key, VERSION) or '')
end

-- the next version differs from every one there was, even after the keys were lost
local function change(key, now, number)
  redis.call('HSET', key, VERSION, string.format('%.0f', now) .. '-' .. redis.sha1hex(number))
end
