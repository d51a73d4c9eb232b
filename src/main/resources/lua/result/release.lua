--[[
  Gives a claim back without a result: the next one may have it.

  KEYS     1     the claim
  ARGV     1     now in ms, for tests; else empty
           2     owner
  Returns  1 when it was held, 0 when it was over or somebody else's
]]

if not runs(remembered(KEYS[1], clock(ARGV[1])), ARGV[2]) then
  return 0
end
return redis.call('DEL', KEYS[1])
