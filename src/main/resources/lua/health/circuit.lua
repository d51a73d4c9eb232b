--[[
  The part that all scripts of this store share. It is sent before each of them.

  A circuit is the health of one scope, a target or a provider. It is one value of fields, separated by spaces, in this
  order: open, exhausted, in_flight, first_end, until, probe, failures, epoch, level, used, latency, error. The error is
  the rest and may have spaces. The leases of a circuit are in a sorted set, by the millisecond in which they end.
  in_flight of them were alive at the last write, and none of those ends before first_end. No timers are used: each read
  compares ends with the time. Times are in milliseconds, latencies in nanoseconds.

  The KEYS of every script that reads circuits end with the set of the disabled providers, the circuits, and the leases
  of each in the same order. The set holds names of providers and never expires.
]]

-- the wait while a probe is under way or all slots are taken; a guess, because their end is not known
local SOON = 1000

local NOBODY = '-'

-- the beginning of the value of a circuit that is closed, has requests left and no leases; most are like this and need
-- no further look
local IDLE = '0 0 0 '
local HEAD = '^(%d) (%d+) (%d+) (%d+) (%d+) (%S+) '
local WHOLE = HEAD .. '(%d+) (%d+) (%d+) (%d+) (-?%d+) (.*)$'
local UNKNOWN = '0 0 0 0 0 - 0 0 0 0 -1 '

-- the most values that one command takes
local CHUNK = 4000

local function parsed(value)
  local open, exhausted, in_flight, first_end, ends, probe, failures, epoch, level, used, latency, error =
    string.match(value or UNKNOWN, WHOLE)
  -- a value that no script wrote counts as unknown and is overwritten
  if not open then
    return parsed(UNKNOWN)
  end
  return {
    open = open == '1',
    exhausted = tonumber(exhausted),
    in_flight = tonumber(in_flight),
    first_end = tonumber(first_end),
    ends = tonumber(ends),
    probe = probe,
    failures = tonumber(failures),
    epoch = tonumber(epoch),
    level = tonumber(level),
    used = tonumber(used),
    latency = tonumber(latency),
    error = error,
  }
end

local function formatted(circuit)
  return string.format('%d %.0f %d %.0f %.0f %s %.0f %.0f %.0f %.0f %.0f ', circuit.open and 1 or 0,
    circuit.exhausted, circuit.in_flight, circuit.first_end, circuit.ends, circuit.probe, circuit.failures,
    circuit.epoch, circuit.level, circuit.used, circuit.latency) .. circuit.error
end

local function count_leases(circuit, leases, now)
  local alive = string.format('(%.0f', now)
  local first = redis.call('ZRANGEBYSCORE', leases, alive, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  circuit.in_flight = first[2] and redis.call('ZCOUNT', leases, alive, '+inf') or 0
  circuit.first_end = tonumber(first[2] or 0)
end

-- returns the values of the circuits from this key on; false for an unknown one
local function read_values(first, count)
  if count > 0 and count <= CHUNK then
    return redis.call('MGET', unpack(KEYS, first, first + count - 1))
  end
  local values = {}
  for start = first, first + count - 1, CHUNK do
    local part = redis.call('MGET', unpack(KEYS, start, math.min(start + CHUNK, first + count) - 1))
    for n = 1, #part do
      values[#values + 1] = part[n]
    end
  end
  return values
end

-- returns the values of all circuits as of now, and the waits and lease counts of those that have any
local function read_circuits(first, now)
  local count = (#KEYS - first + 1) / 2
  local values = read_values(first, count)
  local waits, in_flights = {}, {}
  local match, sub = string.match, string.sub
  for n = 1, count do
    local value = values[n]
    if value and sub(value, 1, #IDLE) ~= IDLE then
      local open, exhausted, in_flight, first_end, ends, probe = match(value, HEAD)
      local leases = KEYS[first + count + n - 1]
      if not open then
        values[n] = false
        in_flight, exhausted, ends, probe = '0', 0, 0, NOBODY
      end
      if in_flight ~= '0' then
        if tonumber(first_end) <= now then
          local circuit = parsed(value)
          count_leases(circuit, leases, now)
          values[n] = formatted(circuit)
          redis.call('SET', KEYS[first + n - 1], values[n], 'KEEPTTL')
          in_flight = circuit.in_flight
        end
        in_flights[n] = tonumber(in_flight)
      end
      ends = math.max(tonumber(exhausted), open == '1' and tonumber(ends) or 0)
      if ends > now then
        waits[n] = ends - now
      elseif probe ~= NOBODY then
        local lease_ends = redis.call('ZSCORE', leases, probe)
        waits[n] = lease_ends and tonumber(lease_ends) > now and SOON or nil
      end
    end
  end
  return values, waits, in_flights
end

-- clears failures and cooldowns; held leases stay, and belong to an older epoch from then on
local function reset(circuit)
  circuit.failures, circuit.level, circuit.ends, circuit.exhausted = 0, 0, 0, 0
  circuit.open, circuit.probe, circuit.error = false, NOBODY, ''
  circuit.epoch = circuit.epoch + 1
end

local function write_circuit(key, circuit, retention)
  local value = formatted(circuit)
  redis.call('SET', key, value, 'PX', retention)
  return value
end
