--[[
  The part that all scripts of claims share. It is sent before each of them.

  A claim is one hash with the fields body, a digest of the request; owner, the one who runs it; ends, the millisecond
  in which the claim or the result expires; result, once there is one. The key expires then too; until Redis removes it,
  every read compares ends with the time.
]]

-- returns the claim of a key; nil when there is none or it has expired
local function remembered(key, now)
  local fields = redis.call('HMGET', key, 'body', 'owner', 'ends', 'result')
  if not fields[3] or tonumber(fields[3]) <= now then
    return nil
  end
  return { body = fields[1], owner = fields[2], ends = tonumber(fields[3]), result = fields[4] }
end

-- returns whether this owner still runs the prompt
local function runs(claim, owner)
  return claim and not claim.result and claim.owner == owner
end

local function lasting(key, now, life)
  redis.call('HSET', key, 'ends', string.format('%.0f', now + life))
  redis.call('PEXPIRE', key, life)
end
