--[[
  What the verbs share; it stands before each of them when they are sent.

  A circuit is one scope, a target or a provider. Its hash holds failures, epoch, level, open, until, exhausted, probe,
  used, error and latency; its sorted set holds its leases by the millisecond in which they end. Whatever time ends is
  worked out on read. Times are in milliseconds, latencies in nanoseconds.
]]

-- when a probe's outcome or a free slot is to be expected is not known; a guess to come back after
local SOON = 1000

local HEALTHY, PROBING, COOLDOWN = 0, 1, 2

-- how many values one command takes at most
local CHUNK = 4000

local function clock(override)
  if override ~= '' then
    return tonumber(override)
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
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

-- what is shown of a target: state, in flight, last used or 0, failures, end of cooldown or 0, latency or -1, last error
local function status(target, provider, now)
  local last_error = target.error
  if provider.failures > 0 or last_error == '' then
    last_error = provider.error
  end
  return {
    math.max(state(target, now), state(provider, now)),
    target.in_flight,
    target.used,
    math.max(target.failures, provider.failures),
    math.max(cooldown_end(target, now), cooldown_end(provider, now)),
    target.latency,
    last_error,
  }
end
