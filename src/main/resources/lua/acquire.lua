--[[
  Leases the first admissible target of a ranking.

  KEYS     1              turns of the pool
           2n, 2n + 1     hash and leases of circuit n
           last           set of the disabled providers
  ARGV     now            in ms, for tests; else empty
           lease, ttl     the lease's id and its life in ms
           retention      ms after which a key vanishes that nobody writes to
           targets        how many are ranked, then for each the circuits of target and provider
           tiers          how many, then for each its choice (turn, least, weight), how many seats it has,
                          and for each seat the number of its target, its weight, the provider's limit
  Returns  1, number of the target, 1 for a probe else 0, epoch of the target, epoch of the provider, now, statuses
           or 0, wait in ms or -1 when all are disabled, 0, 0, 0, now, statuses
]]

local turns = KEYS[1]
local cursor = 0

local function take()
  cursor = cursor + 1
  return ARGV[cursor]
end

local function take_number()
  return tonumber(take())
end

local now = clock(take())
local lease_id = take()
local ttl = take_number()
local retention = take()

read_disabled(KEYS[#KEYS])

local circuits = {}
for n = 1, (#KEYS - 2) / 2 do
  circuits[n] = read_circuit(KEYS[2 * n], KEYS[2 * n + 1], now)
end

local targets = {}
for n = 1, take_number() do
  targets[n] = { number = n, target = circuits[take_number()], provider = circuits[take_number()] }
end

-- how long a circuit must not be asked; 0 when it may be asked now, without end when it is disabled
local function refusal(circuit, max_in_flight)
  if disabled[circuit.hash] then
    return math.huge
  end
  local ends = cooldown_end(circuit, now)
  if ends > 0 then
    return ends - now
  end
  local busy = circuit.probe ~= '' or max_in_flight and circuit.in_flight >= max_in_flight
  return busy and SOON or 0
end

local function read_turns(names)
  local values = {}
  for first = 1, #names, CHUNK do
    local part = redis.call('HMGET', turns, unpack(names, first, math.min(first + CHUNK - 1, #names)))
    for n = 1, #part do
      values[#values + 1] = tonumber(part[n] or 0)
    end
  end
  return values
end

local function write_turns(pairs_of)
  for first = 1, #pairs_of, CHUNK do
    redis.call('HSET', turns, unpack(pairs_of, first, math.min(first + CHUNK - 1, #pairs_of)))
  end
end

local function names_of(seats, prefix)
  local names = {}
  for n, seat in ipairs(seats) do
    names[n] = prefix .. seat.target.hash
  end
  return names
end

-- the one whose last turn is longest ago; the first among those that never had one
local function in_turn(seats)
  local last_turns = read_turns(names_of(seats, ''))
  local best = 1
  for n = 2, #seats do
    if last_turns[n] < last_turns[best] then
      best = n
    end
  end
  return seats[best]
end

local function least_in_flight(seats)
  local least = math.huge
  for _, seat in ipairs(seats) do
    least = math.min(least, seat.target.in_flight)
  end
  local idlest = {}
  for _, seat in ipairs(seats) do
    if seat.target.in_flight == least then
      idlest[#idlest + 1] = seat
    end
  end
  return in_turn(idlest)
end

-- smooth weighted round robin: everybody earns its weight, the richest is chosen and pays the whole round
local function by_weight(seats)
  local names = names_of(seats, 'credit:')
  local credits = read_turns(names)
  local round = 0
  local best = 1
  for n, seat in ipairs(seats) do
    credits[n] = credits[n] + seat.weight
    round = round + seat.weight
    if credits[n] > credits[best] then
      best = n
    end
  end
  credits[best] = credits[best] - round
  local written = {}
  for n = 1, #names do
    written[2 * n - 1] = names[n]
    written[2 * n] = credits[n]
  end
  write_turns(written)
  return seats[best]
end

local choices = { turn = in_turn, least = least_in_flight, weight = by_weight }

local function lease(circuit)
  redis.call('ZREMRANGEBYSCORE', circuit.leases, '-inf', now)
  redis.call('ZADD', circuit.leases, now + ttl, lease_id)
  redis.call('PEXPIRE', circuit.leases, retention)
  circuit.in_flight = circuit.in_flight + 1
  circuit.used = now
  if circuit.open then
    circuit.probe = lease_id
  end
  redis.call('HSET', circuit.hash, 'used', now, 'probe', circuit.probe)
  redis.call('PEXPIRE', circuit.hash, retention)
end

local function with_statuses(reply)
  for n, ranked in ipairs(targets) do
    reply[6 + n] = status(ranked.target, ranked.provider, now)
  end
  return reply
end

local soonest = math.huge
for _ = 1, take_number() do
  local choose = choices[take()]
  local admissible = {}
  for _ = 1, take_number() do
    local ranked = targets[take_number()]
    local seat = { ranked = ranked, target = ranked.target, weight = take_number() }
    local wait = math.max(refusal(ranked.target), refusal(ranked.provider, take_number()))
    soonest = math.min(soonest, wait)
    if wait == 0 then
      admissible[#admissible + 1] = seat
    end
  end
  if #admissible > 0 then
    local seat = choose(admissible)
    local target, provider = seat.ranked.target, seat.ranked.provider
    write_turns({ target.hash, redis.call('HINCRBY', turns, 'turn', 1) })
    redis.call('PEXPIRE', turns, retention)
    lease(target)
    lease(provider)
    local probe = (target.open or provider.open) and 1 or 0
    return with_statuses({ 1, seat.ranked.number, probe, target.epoch, provider.epoch, now })
  end
end
return with_statuses({ 0, soonest < math.huge and soonest or -1, 0, 0, 0, now })
