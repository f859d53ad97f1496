// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {EpochSettlement} from "../../main/solidity/EpochSettlement.sol";
import {LeaseEscrow} from "../../main/solidity/LeaseEscrow.sol";
import {TestToken} from "../../main/solidity/TestToken.sol";
import {Vm} from "./Vm.sol";

/// @dev Contracts, people and the things they sign. This contract is admin, minter, settler and guardian.
abstract contract Fixture {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 internal constant WITHDRAW_DELAY = 1 days;
    uint256 internal constant ACTIVATION_DELAY = 1 hours;
    uint256 internal constant RENTER_KEY = 0xA11CE;
    uint256 internal constant SELLER_KEY = 0x5E11E6;

    address internal renter = vm.addr(RENTER_KEY);
    address internal seller = vm.addr(SELLER_KEY);
    TestToken internal token;
    EpochSettlement internal settlement;
    LeaseEscrow internal escrow;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        token = new TestToken(address(this), address(this));
        settlement = new EpochSettlement(
            token, WITHDRAW_DELAY, ACTIVATION_DELAY, address(this), address(this), address(this)
        );
        escrow = settlement.escrow();
    }

    function termsOf(uint256 deposit, uint256 spendCap, uint256 rate, uint256 salt)
        internal
        view
        returns (LeaseEscrow.LeaseTerms memory)
    {
        return LeaseEscrow.LeaseTerms(
            renter, seller, deposit, spendCap, rate, block.timestamp + 1 hours, "agreement", bytes32(salt)
        );
    }

    function open(LeaseEscrow.LeaseTerms memory terms) internal returns (bytes32) {
        bytes32 digest = typed(escrow.domainSeparator(), escrow.leaseOf(terms));
        bytes memory bySeller = signature(SELLER_KEY, digest);
        return escrow.open(terms, signature(RENTER_KEY, digest), bySeller, permitFor(terms.deposit));
    }

    function permitFor(uint256 value) internal view returns (LeaseEscrow.Permit memory permit) {
        permit.deadline = block.timestamp + 1 hours;
        bytes32 struct_ = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                renter,
                address(escrow),
                value,
                token.nonces(renter),
                permit.deadline
            )
        );
        (permit.v, permit.r, permit.s) = vm.sign(RENTER_KEY, typed(token.DOMAIN_SEPARATOR(), struct_));
    }

    /// @dev Posts an epoch of one lease, waits until it is active and claims it.
    function settle(uint256 epoch, bytes32 lease, uint256 cumulative) internal {
        settlement.postRoot(epoch, settlement.leafOf(lease, cumulative));
        vm.warp(block.timestamp + ACTIVATION_DELAY);
        claim(epoch, lease, cumulative);
    }

    function claim(uint256 epoch, bytes32 lease, uint256 cumulative) internal {
        EpochSettlement.Claim[] memory claims = new EpochSettlement.Claim[](1);
        claims[0] = EpochSettlement.Claim(lease, cumulative);
        settlement.claimMany(epoch, claims, new bytes32[](0), new bool[](0));
    }

    function signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function typed(bytes32 domain, bytes32 struct_) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, struct_));
    }
}
