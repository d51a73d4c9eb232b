--[[
  Extends a claim by its full life from now.

  KEYS     1     the claim
  ARGV     1     now in ms, for tests; else empty
           2     owner
           3     life of the claim in ms
  Returns  1 when it was held, 0 when it had expired or has another owner
]]

local now = clock(ARGV[1])
if not runs(remembered(KEYS[1], now), ARGV[2]) then
  return 0
end
lasting(KEYS[1], now, tonumber(ARGV[3]))
return 1
