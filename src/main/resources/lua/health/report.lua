--[[
  Ends a lease and records the outcome of its attempt.

  KEYS     1              set of the disabled providers
           2, 3           circuits of the target and of its provider
           4, 5           leases of each
  ARGV     1              now in ms, for tests; else empty
           2              id of the lease
           3              ms after which a key without a write expires
           4, 5           epochs of target and provider when the lease was granted; -1: granted by another store
           6              ignored, success or failed
  success  7, 8           time to first token in ns or empty, its weight in the average
           9              ms without requests left
  failed   7              target or provider: the scope of the failure
           8              the error, a text for people
           9, 10          1 when it opens a cooldown at once, else 0; consecutive failures that open one in any case
           11             the cooldown in ms that the provider asked for, or empty
           12, 13, 14     without 11: the first cooldown and the longest one in ms, the jitter factor
  Returns  now, values of the circuits, disabled
]]

local now = clock(ARGV[1])
local lease_id = ARGV[2]
local retention = ARGV[3]
local outcome = ARGV[6]

local BEFORE_CIRCUITS = 1

local values = read_circuits(BEFORE_CIRCUITS + 1, now)

local function read_circuit(number, lease_epoch)
  local circuit = parsed(values[number])
  circuit.number = number
  circuit.lease_epoch = tonumber(lease_epoch)
  return circuit
end

local target = read_circuit(1, ARGV[4])
local provider = read_circuit(2, ARGV[5])

local function release(circuit)
  local leases = KEYS[BEFORE_CIRCUITS + 2 + circuit.number]
  -- only an existing lease is removed: a full server accepts writes after any removal, even of nothing, and would seem
  -- to work
  if redis.call('ZSCORE', leases, lease_id) then
    redis.call('ZREM', leases, lease_id)
    count_leases(circuit, leases, now)
    circuit.changed = true
  end
  if circuit.probe == lease_id then
    circuit.probe = NOBODY
    circuit.changed = true
  end
end

local function is_news(circuit)
  return circuit.lease_epoch == circuit.epoch or circuit.lease_epoch < 0 and not circuit.open
end

local function succeeded(circuit)
  if is_news(circuit) and (circuit.open or circuit.failures > 0) then
    circuit.failures = 0
    circuit.level = 0
    circuit.open = false
    circuit.changed = true
  end
end

local function answered_within(circuit, latency, weight)
  if circuit.latency >= 0 then
    latency = math.floor(circuit.latency * (1 - weight) + latency * weight + 0.5)
  end
  circuit.latency = latency
  circuit.changed = true
end

-- of several instants until which the provider accepts no more requests, the latest counts
local function exhausted(circuit, wait)
  circuit.exhausted = math.max(circuit.exhausted, now + wait)
  circuit.changed = true
end

-- the length of a cooldown: doubled with every failed probe, with jitter, never above the bound
local function backoff(level, first, bound, jitter)
  local nominal = math.min(first * 2 ^ level, bound)
  return math.min(math.floor(nominal * jitter + 0.5), bound)
end

local function failed(circuit, at_once, threshold, asked)
  circuit.error = ARGV[8]
  circuit.changed = true
  if not is_news(circuit) then
    return
  end
  circuit.failures = circuit.failures + 1
  if circuit.open or at_once or circuit.failures >= threshold then
    circuit.level = circuit.open and circuit.level + 1 or 0
    circuit.open = true
    circuit.epoch = circuit.epoch + 1
    circuit.probe = NOBODY
    circuit.ends = now
      + (asked or backoff(circuit.level, tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14])))
  end
end

local function write(circuit)
  if circuit.changed then
    values[circuit.number] = write_circuit(KEYS[BEFORE_CIRCUITS + circuit.number], circuit, retention)
  end
end

release(target)
release(provider)
if outcome == 'success' then
  succeeded(target)
  succeeded(provider)
  if ARGV[7] ~= '' then
    answered_within(target, tonumber(ARGV[7]), tonumber(ARGV[8]))
  end
  if tonumber(ARGV[9]) > 0 then
    exhausted(target, tonumber(ARGV[9]))
  end
elseif outcome == 'failed' then
  failed(ARGV[7] == 'provider' and provider or target, ARGV[9] == '1', tonumber(ARGV[10]), tonumber(ARGV[11]))
end
write(target)
write(provider)
return { now, values, redis.call('SMEMBERS', KEYS[1]) }
