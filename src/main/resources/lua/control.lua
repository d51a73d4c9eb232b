--[[
  Disables, enables or resets a provider, by hand.

  KEYS     2n - 1, 2n     hash and leases of circuit n: of the provider and of some targets of it
           last           set of the disabled providers
  ARGV     1              now in ms, for tests; else empty
           2              ms after which a key vanishes that nobody writes to; the set never does
           3, 4           disable, enable or reset; the name of the provider
           2n + 3, 2n + 4 circuits of target n and of its provider
  Returns  now, statuses
]]

local now = clock(ARGV[1])
local retention = ARGV[2]
local action = ARGV[3]
local provider = ARGV[4]
local set = KEYS[#KEYS]

if action == 'disable' then
  redis.call('SADD', set, provider)
elseif action == 'enable' then
  redis.call('SREM', set, provider)
end
read_disabled(set)

local circuits = {}
for n = 1, (#KEYS - 1) / 2 do
  circuits[n] = read_circuit(KEYS[2 * n - 1], KEYS[2 * n], now)
  if action == 'reset' then
    reset_circuit(circuits[n], retention)
  end
end

local reply = { now }
for n = 1, (#ARGV - 4) / 2 do
  reply[n + 1] = status(circuits[tonumber(ARGV[2 * n + 3])], circuits[tonumber(ARGV[2 * n + 4])], now)
end
return reply
