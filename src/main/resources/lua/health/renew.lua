--[[
  Extends a lease by its full life from now.

  KEYS     1, 2           leases of the target and of the provider
  ARGV     1              now in ms, for tests; else empty
           2, 3           id of the lease and its life in ms
           4              ms after which a key without a write expires
  Returns  1 when it was held, 0 when it has expired
]]

local now = clock(ARGV[1])
local lease_id = ARGV[2]
local ttl = tonumber(ARGV[3])
local retention = ARGV[4]

local held = 1
for _, leases in ipairs(KEYS) do
  local lease_ends = redis.call('ZSCORE', leases, lease_id)
  if lease_ends and tonumber(lease_ends) > now then
    redis.call('ZADD', leases, 'XX', now + ttl, lease_id)
    redis.call('PEXPIRE', leases, retention)
  else
    held = 0
  end
end
return held
