--[[
  What the verbs of claims share; it stands before each of them when they are sent.

  A claim is one hash: body, a digest of what is asked; owner, who runs it; ends, the millisecond in which the claim, or
  the result, is forgotten; result, once there is one. The key vanishes when it is forgotten; until then its end is
  worked out on read.
]]

-- what is remembered of the key: nil where it is nothing, or over
local function remembered(key, now)
  local fields = redis.call('HMGET', key, 'body', 'owner', 'ends', 'result')
  if not fields[3] or tonumber(fields[3]) <= now then
    return nil
  end
  return { body = fields[1], owner = fields[2], ends = tonumber(fields[3]), result = fields[4] }
end

-- whether this owner still runs it
local function runs(claim, owner)
  return claim and not claim.result and claim.owner == owner
end

local function lasting(key, now, life)
  redis.call('HSET', key, 'ends', string.format('%.0f', now + life))
  redis.call('PEXPIRE', key, life)
end
