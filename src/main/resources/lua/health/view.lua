--[[
  Returns the present health of some targets.

  KEYS     1              set of the disabled providers
           2 .. n + 1     circuits
           n + 2 .. 2n+1  leases of each
  ARGV     1              now in ms, for tests; else empty
  Returns  now, the value of every circuit or nil, disabled
]]

local now = clock(ARGV[1])
local values = read_circuits(2, now)
return { now, values, redis.call('SMEMBERS', KEYS[1]) }
