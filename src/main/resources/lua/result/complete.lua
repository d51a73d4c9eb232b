--[[
  Stores a result, unless the key has one or another request has used the key meanwhile. An owner whose claim has
  expired may store its result too; the first result counts.

  KEYS     1     the claim
  ARGV     1     now in ms, for tests; else empty
           2, 3  owner, digest of the request
           4     life of the result in ms
           5     result
  Returns  1 when it is stored, else 0
]]

local now = clock(ARGV[1])
local claim = remembered(KEYS[1], now)
if claim and (claim.result or claim.body ~= ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], 'body', ARGV[3], 'owner', ARGV[2], 'result', ARGV[5])
lasting(KEYS[1], now, tonumber(ARGV[4]))
return 1
