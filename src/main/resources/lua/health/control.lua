--[[
  Disables, enables or resets a provider for an operator.

  KEYS     1              set of the disabled providers
           2 .. n + 1     circuits: those of some targets of the provider, then its own
           n + 2 .. 2n+1  leases of each
  ARGV     1              now in ms, for tests; else empty
           2              ms after which a key without a write expires; the set never does
           3, 4           disable, enable or reset; the name of the provider
  Returns  now, the value of every circuit or nil, disabled
]]

local BEFORE_CIRCUITS = 1

local now = clock(ARGV[1])
local retention = ARGV[2]
local action = ARGV[3]
local provider = ARGV[4]

local values = read_circuits(BEFORE_CIRCUITS + 1, now)
if action == 'disable' then
  redis.call('SADD', KEYS[1], provider)
elseif action == 'enable' then
  redis.call('SREM', KEYS[1], provider)
else
  for number = 1, #values do
    local circuit = parsed(values[number])
    reset(circuit)
    values[number] = write_circuit(KEYS[BEFORE_CIRCUITS + number], circuit, retention)
  end
end
return { now, values, redis.call('SMEMBERS', KEYS[1]) }
