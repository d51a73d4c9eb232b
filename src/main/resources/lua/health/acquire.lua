--[[
  Leases the first admissible target of a ranking.

  KEYS     1              turns of the pool
           2              set of the disabled providers
           3 .. n + 2     circuits: those of the targets first, then those of their providers
           n + 3 .. 2n+2  leases of each
  ARGV     1              now in ms, for tests; else empty
           2, 3           the lease's id and its life in ms
           4              ms after which a key without a write expires
           5              the ranking as JSON: "providers", for every target the number of its provider's circuit;
                          "tiers", each with its "choice" (turn, least, weight) and, seat by seat, "targets" by number,
                          "weights", and "limits" of the leases of a provider
  Returns  1, number of the target, 1 for a probe else 0, epoch of the target, epoch of the provider, now, values, disabled
           or 0, wait in ms or -1 when all are disabled, 0, 0, 0, now, values, disabled
           where values are those of the circuits, nil for an unknown one
]]

local TURNS = KEYS[1]
local DISABLED = KEYS[2]
local BEFORE_CIRCUITS = 2

local now = clock(ARGV[1])
local lease_id = ARGV[2]
local ttl = tonumber(ARGV[3])
local retention = ARGV[4]
local ranking = cjson.decode(ARGV[5])

local values, waits, in_flights = read_circuits(BEFORE_CIRCUITS + 1, now)
local disabled = redis.call('SMEMBERS', DISABLED)

local function circuit_key(number)
  return KEYS[BEFORE_CIRCUITS + number]
end

local function leases_key(number)
  return KEYS[BEFORE_CIRCUITS + #values + number]
end

-- no caller waits for a disabled provider
if #disabled > 0 then
  local prefix = string.sub(DISABLED, 1, -#'disabled' - 1) .. 'provider:'
  local refused = {}
  for _, name in ipairs(disabled) do
    refused[prefix .. name] = true
  end
  for number = 1, #values do
    if refused[circuit_key(number)] then
      waits[number] = math.huge
    end
  end
end

-- returns how long a target must not be asked, by its own circuit and its provider's; 0 when it may be asked now
local function refusal(target, limit)
  local provider = ranking.providers[target]
  local wait = waits[provider] or (in_flights[provider] or 0) >= limit and SOON or 0
  return math.max(waits[target] or 0, wait)
end

-- reads the whole hash: reading single fields costs the square of their number while Redis stores the hash as a list
local function read_turns()
  local entries = redis.call('HGETALL', TURNS)
  local turns = {}
  for n = 1, #entries, 2 do
    turns[entries[n]] = tonumber(entries[n + 1])
  end
  return turns
end

local function write_turns(pairs_of)
  for first = 1, #pairs_of, CHUNK do
    redis.call('HSET', TURNS, unpack(pairs_of, first, math.min(first + CHUNK - 1, #pairs_of)))
  end
end

-- returns the seat whose last turn is longest ago; the first among those that never had one
local function in_turn(tier, seats)
  local best = seats[1]
  if #seats > 1 then
    local turns = read_turns()
    local longest_ago = math.huge
    for _, seat in ipairs(seats) do
      local turn = turns[circuit_key(tier.targets[seat])] or 0
      if turn < longest_ago then
        best, longest_ago = seat, turn
      end
    end
  end
  return best
end

local function least_in_flight(tier, seats)
  local least = math.huge
  local idlest = {}
  for _, seat in ipairs(seats) do
    local in_flight = in_flights[tier.targets[seat]] or 0
    if in_flight < least then
      least, idlest = in_flight, {}
    end
    if in_flight == least then
      idlest[#idlest + 1] = seat
    end
  end
  return in_turn(tier, idlest)
end

-- smooth weighted round robin: every seat earns its weight as credit; the one with the most credit is chosen and pays
-- the sum of all weights
local function by_weight(tier, seats)
  local turns = read_turns()
  local round = 0
  local best
  local written = {}
  for n, seat in ipairs(seats) do
    local name = 'credit:' .. circuit_key(tier.targets[seat])
    local credit = (turns[name] or 0) + tier.weights[seat]
    round = round + tier.weights[seat]
    written[2 * n - 1], written[2 * n] = name, credit
    if not best or credit > written[2 * best] then
      best = n
    end
  end
  written[2 * best] = written[2 * best] - round
  write_turns(written)
  return seats[best]
end

local choices = { turn = in_turn, least = least_in_flight, weight = by_weight }

local function lease(number)
  local leases = leases_key(number)
  redis.call('ZREMRANGEBYSCORE', leases, '-inf', now)
  redis.call('ZADD', leases, now + ttl, lease_id)
  redis.call('PEXPIRE', leases, retention)
  local circuit = parsed(values[number])
  count_leases(circuit, leases, now)
  circuit.used = now
  circuit.probe = circuit.open and lease_id or NOBODY
  values[number] = write_circuit(circuit_key(number), circuit, retention)
  return circuit
end

local soonest = math.huge
for _, tier in ipairs(ranking.tiers) do
  local admissible = {}
  for seat, number in ipairs(tier.targets) do
    local wait = refusal(number, tier.limits[seat])
    soonest = math.min(soonest, wait)
    if wait == 0 then
      admissible[#admissible + 1] = seat
    end
  end
  if #admissible > 0 then
    local number = tier.targets[choices[tier.choice](tier, admissible)]
    redis.call('HSET', TURNS, circuit_key(number), redis.call('HINCRBY', TURNS, 'turn', 1))
    redis.call('PEXPIRE', TURNS, retention)
    local target = lease(number)
    local provider = lease(ranking.providers[number])
    local probe = (target.open or provider.open) and 1 or 0
    return { 1, number, probe, target.epoch, provider.epoch, now, values, disabled }
  end
end
return { 0, soonest < math.huge and soonest or -1, 0, 0, 0, now, values, disabled }
