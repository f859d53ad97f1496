// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {LeaseEscrow} from "../../main/solidity/LeaseEscrow.sol";
import {Fixture} from "./Fixture.sol";

/// @dev Does whatever renters, sellers, the settler and relayers may do, in any order, with a few leases.
contract Actors is Fixture {
    uint256 internal constant MOST_LEASES = 8;
    bytes32[] public leases;
    uint256 public deposited;
    uint256 internal _epoch;

    constructor() {
        setUp();
    }

    function openLease(uint96 deposit, uint96 spendCap, uint40 rate) external {
        if (leases.length == MOST_LEASES) return;
        deposit = deposit % 1e15;
        token.mint(renter, deposit);
        leases.push(open(termsOf(deposit, spendCap, rate, leases.length)));
        deposited += deposit;
    }

    function settleLease(uint256 choice, uint96 cumulative) external {
        if (leases.length == 0) return;
        settle(++_epoch, leases[choice % leases.length], cumulative % 2e15);
    }

    function close(uint256 choice, bool bySeller) external {
        if (leases.length == 0) return;
        vm.prank(bySeller ? seller : renter);
        escrow.requestClose(leases[choice % leases.length]);
    }

    function withdraw(uint256 choice) external {
        if (leases.length == 0) return;
        bytes32 lease = leases[choice % leases.length];
        LeaseEscrow.Lease memory entry = escrow.leaseAt(lease);
        if (entry.closingAt == 0 || block.timestamp < entry.closingAt + WITHDRAW_DELAY) return;
        escrow.withdraw(lease);
    }

    function wait_(uint24 seconds_) external {
        vm.warp(block.timestamp + seconds_);
    }

    function held() public view returns (uint256) {
        return token.balanceOf(address(escrow));
    }

    function paidOut() public view returns (uint256) {
        return token.balanceOf(renter) + token.balanceOf(seller);
    }

    function leaseNumber(uint256 index) external view returns (LeaseEscrow.Lease memory, uint256 ceiling) {
        return (escrow.leaseAt(leases[index]), escrow.ceiling(leases[index]));
    }

    function count() external view returns (uint256) {
        return leases.length;
    }
}

contract SolvencyTest {
    Actors internal _actors;

    function setUp() public {
        _actors = new Actors();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    function excludeSelectors() public view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0].addr = address(_actors);
        excluded[0].selectors = new bytes4[](1);
        excluded[0].selectors[0] = bytes4(keccak256("setUp()"));
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev The escrow holds exactly what it owes: every open lease's deposit less what its seller got.
    function invariant_escrowCoversWhatIsOwed() public view {
        uint256 owed = 0;
        for (uint256 i = 0; i < _actors.count(); i++) {
            (LeaseEscrow.Lease memory lease,) = _actors.leaseNumber(i);
            if (!lease.withdrawn) owed += lease.deposit - lease.claimed;
        }
        require(_actors.held() == owed, "the escrow does not hold what it owes");
    }

    /// @dev No token appears or vanishes between renters, sellers and the escrow.
    function invariant_moneyIsConserved() public view {
        require(_actors.held() + _actors.paidOut() == _actors.deposited(), "money was lost or made");
    }

    /// @dev No seller ever has more than deposit, cap and time allow.
    function invariant_claimsStayBelowTheirCeiling() public view {
        for (uint256 i = 0; i < _actors.count(); i++) {
            (LeaseEscrow.Lease memory lease, uint256 ceiling) = _actors.leaseNumber(i);
            require(lease.claimed <= ceiling, "a claim passed its ceiling");
        }
    }
}
