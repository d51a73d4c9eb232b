--[[
  Ends a claim without a result, so that the next caller may claim the key.

  KEYS     1     the claim
  ARGV     1     now in ms, for tests; else empty
           2     owner
  Returns  1 when it was held, 0 when it had expired or has another owner
]]

if not runs(remembered(KEYS[1], clock(ARGV[1])), ARGV[2]) then
  return 0
end
return redis.call('DEL', KEYS[1])
