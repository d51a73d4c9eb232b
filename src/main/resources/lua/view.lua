--[[
  Shows the present health of some targets.

  KEYS     2n - 1, 2n     hash and leases of circuit n
           last           set of the disabled providers
  ARGV     1              now in ms, for tests; else empty
           2n, 2n + 1     circuits of target n and of its provider
  Returns  now, statuses
]]

local now = clock(ARGV[1])

read_disabled(KEYS[#KEYS])

local circuits = {}
for n = 1, (#KEYS - 1) / 2 do
  circuits[n] = read_circuit(KEYS[2 * n - 1], KEYS[2 * n], now)
end

local reply = { now }
for n = 1, (#ARGV - 1) / 2 do
  reply[n + 1] = status(circuits[tonumber(ARGV[2 * n])], circuits[tonumber(ARGV[2 * n + 1])], now)
end
return reply
