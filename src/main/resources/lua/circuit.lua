--[[
  What the verbs share; it stands before each of them when they are sent.

  A circuit is one scope, a target or a provider. Its hash holds failures, epoch, level, open, until, exhausted, probe,
  used, error and latency; its sorted set holds its leases by the millisecond in which they end. Whatever time ends is
  worked out on read. Times are in milliseconds, latencies in nanoseconds.
]]

-- when a probe's outcome or a free slot is to be expected is not known; a guess to come back after
local SOON = 1000

local HEALTHY, PROBING, COOLDOWN, DISABLED = 0, 1, 2, 3

-- how many values one command takes at most
local CHUNK = 4000

local function clock(override)
  if override ~= '' then
    return tonumber(override)
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- the providers that are taken out by hand, by the name of their circuit's hash
local disabled = {}

-- the set holds names and stays until somebody takes them out; its key is the last one of a verb
local function read_disabled(key)
  local circuits = string.sub(key, 1, -#'disabled' - 1) .. 'provider:'
  for _, provider in ipairs(redis.call('SMEMBERS', key)) do
    disabled[circuits .. provider] = true
  end
end

local function read_circuit(hash, leases, now)
  local fields = redis.call('HMGET', hash, 'failures', 'epoch', 'level', 'open', 'until', 'exhausted', 'probe',
    'used', 'error', 'latency')
  local circuit = {
    hash = hash,
    leases = leases,
    failures = tonumber(fields[1] or 0),
    epoch = tonumber(fields[2] or 0),
    level = tonumber(fields[3] or 0),
    open = fields[4] == '1',
    ends = tonumber(fields[5] or 0),
    exhausted = tonumber(fields[6] or 0),
    probe = fields[7] or '',
    used = tonumber(fields[8] or 0),
    error = fields[9] or '',
    latency = tonumber(fields[10] or -1),
    in_flight = 0,
  }
  if circuit.used > 0 then
    circuit.in_flight = redis.call('ZCOUNT', leases, string.format('(%.0f', now), '+inf')
  end
  if circuit.probe ~= '' then
    local lease_ends = redis.call('ZSCORE', leases, circuit.probe)
    circuit.probe = lease_ends and tonumber(lease_ends) > now and circuit.probe or ''
  end
  return circuit
end

-- the end of the cooldown, or of the exhaustion, in force; 0 when there is none
local function cooldown_end(circuit, now)
  local ends = circuit.exhausted
  if circuit.open and circuit.ends > ends then
    ends = circuit.ends
  end
  return ends > now and ends or 0
end

local function state(circuit, now)
  if cooldown_end(circuit, now) > 0 then
    return COOLDOWN
  end
  return circuit.open and PROBING or HEALTHY
end

-- forgets what is held against a circuit; leases that are held stay, and are of an older epoch
local function reset_circuit(circuit, retention)
  circuit.failures, circuit.level, circuit.ends, circuit.exhausted = 0, 0, 0, 0
  circuit.open, circuit.probe, circuit.error = false, '', ''
  circuit.epoch = circuit.epoch + 1
  redis.call('HSET', circuit.hash, 'failures', 0, 'epoch', circuit.epoch, 'level', 0, 'open', 0, 'until', 0,
    'exhausted', 0, 'probe', '', 'error', '')
  redis.call('PEXPIRE', circuit.hash, retention)
end

-- what is shown of a target: state, in flight, last used or 0, failures, end of cooldown or 0, latency or -1, last error
local function status(target, provider, now)
  local last_error = target.error
  if provider.failures > 0 or last_error == '' then
    last_error = provider.error
  end
  return {
    disabled[provider.hash] and DISABLED or math.max(state(target, now), state(provider, now)),
    target.in_flight,
    target.used,
    math.max(target.failures, provider.failures),
    math.max(cooldown_end(target, now), cooldown_end(provider, now)),
    target.latency,
    last_error,
  }
end
