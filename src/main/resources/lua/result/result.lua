--[[
  Returns the state of a key and changes nothing.

  KEYS     1     the claim
  ARGV     1     now in ms, for tests; else empty
  Returns  { 'none' }, { 'running', ms until its end } or { 'done', result }
]]

local now = clock(ARGV[1])
local claim = remembered(KEYS[1], now)
if not claim then
  return { 'none' }
elseif claim.result then
  return { 'done', claim.result }
end
return { 'running', claim.ends - now }
