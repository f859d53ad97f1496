// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {LeaseEscrow} from "../../main/solidity/LeaseEscrow.sol";
import {Fixture} from "./Fixture.sol";

contract LeaseEscrowTest is Fixture {
    function testFuzz_paysNeverMoreThanDepositCapAndTimeAllow(
        uint96 deposit,
        uint96 spendCap,
        uint72 rate,
        uint32 elapsed,
        uint256 cumulative
    ) public {
        token.mint(renter, deposit);
        bytes32 lease = open(termsOf(deposit, spendCap, rate, 1));
        vm.warp(block.timestamp + elapsed);
        uint256 since = elapsed + ACTIVATION_DELAY;
        settle(1, lease, cumulative);
        uint256 paid = token.balanceOf(seller);
        vm.assertLe(paid, deposit);
        vm.assertLe(paid, spendCap);
        vm.assertLe(paid, uint256(rate) * since);
        vm.assertLe(paid, cumulative);
        vm.assertTrue(
            paid == deposit || paid == spendCap || paid == uint256(rate) * since || paid == cumulative
        );
        vm.assertEq(paid + token.balanceOf(address(escrow)), deposit);
    }

    function testFuzz_renterGetsTheRestAfterTheDelayAndNotBefore(uint96 deposit, uint96 cumulative, uint32 early)
        public
    {
        token.mint(renter, deposit);
        bytes32 lease = open(termsOf(deposit, deposit, type(uint72).max, 1));
        settle(1, lease, cumulative);
        vm.prank(renter);
        escrow.requestClose(lease);
        uint256 due = block.timestamp + WITHDRAW_DELAY;
        if (early > 0 && early <= WITHDRAW_DELAY) {
            vm.warp(due - early);
            vm.expectRevert(abi.encodeWithSelector(LeaseEscrow.TooEarly.selector, due));
            escrow.withdraw(lease);
        }
        vm.warp(due);
        escrow.withdraw(lease);
        escrow.withdraw(lease);
        vm.assertEq(token.balanceOf(renter) + token.balanceOf(seller), deposit);
        vm.assertEq(token.balanceOf(address(escrow)), 0);
    }

    function test_sellerIsPaidWhileTheDelayRunsAndNotAfterTheWithdrawal() public {
        token.mint(renter, 100);
        bytes32 lease = open(termsOf(100, 100, 100, 1));
        vm.prank(renter);
        escrow.requestClose(lease);
        settle(1, lease, 60);
        vm.assertEq(token.balanceOf(seller), 60);
        vm.warp(block.timestamp + WITHDRAW_DELAY);
        escrow.withdraw(lease);
        settle(2, lease, 100);
        vm.assertEq(token.balanceOf(seller), 60);
        vm.assertEq(token.balanceOf(renter), 40);
    }

    function test_askingAgainDoesNotMoveTheEnd() public {
        token.mint(renter, 100);
        bytes32 lease = open(termsOf(100, 100, 1, 1));
        vm.prank(seller);
        escrow.requestClose(lease);
        uint256 closingAt = escrow.leaseAt(lease).closingAt;
        vm.warp(block.timestamp + 1 hours);
        vm.prank(renter);
        escrow.requestClose(lease);
        vm.assertEq(escrow.leaseAt(lease).closingAt, closingAt);
    }

    function test_openSurvivesAPermitThatSomebodyUsedFirst() public {
        token.mint(renter, 100);
        LeaseEscrow.LeaseTerms memory terms = termsOf(100, 100, 1, 1);
        bytes32 digest = typed(escrow.domainSeparator(), escrow.leaseOf(terms));
        LeaseEscrow.Permit memory permit = permitFor(100);
        token.permit(renter, address(escrow), 100, permit.deadline, permit.v, permit.r, permit.s);
        escrow.open(terms, signature(RENTER_KEY, digest), signature(SELLER_KEY, digest), permit);
        vm.assertEq(token.balanceOf(address(escrow)), 100);
    }

    function testFuzz_refusesTermsTheSellerDidNotSign(uint256 key) public {
        key = 1 + key % (2 ** 250);
        vm.assume(key != SELLER_KEY);
        token.mint(renter, 100);
        LeaseEscrow.LeaseTerms memory terms = termsOf(100, 100, 1, 1);
        bytes32 digest = typed(escrow.domainSeparator(), escrow.leaseOf(terms));
        LeaseEscrow.Permit memory permit = permitFor(100);
        bytes memory byRenter = signature(RENTER_KEY, digest);
        vm.expectRevert(abi.encodeWithSelector(LeaseEscrow.NotSignedBy.selector, seller));
        escrow.open(terms, byRenter, signature(key, digest), permit);
    }

    function test_refusesTermsWhoseTimeIsOver() public {
        token.mint(renter, 100);
        LeaseEscrow.LeaseTerms memory terms = termsOf(100, 100, 1, 1);
        bytes32 digest = typed(escrow.domainSeparator(), escrow.leaseOf(terms));
        LeaseEscrow.Permit memory permit = permitFor(100);
        vm.warp(terms.openBy + 1);
        vm.expectRevert(abi.encodeWithSelector(LeaseEscrow.TermsExpired.selector, terms.openBy));
        escrow.open(terms, signature(RENTER_KEY, digest), signature(SELLER_KEY, digest), permit);
    }

    function test_refusesToPayForAnybodyButTheSettlement() public {
        vm.expectRevert(LeaseEscrow.OnlySettlement.selector);
        escrow.pay(new bytes32[](0), new uint256[](0));
    }

    function testFuzz_refusesToCloseForAStranger(address stranger) public {
        vm.assume(stranger != renter && stranger != seller);
        token.mint(renter, 100);
        bytes32 lease = open(termsOf(100, 100, 1, 1));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(LeaseEscrow.NotAParty.selector, lease, stranger));
        escrow.requestClose(lease);
    }
}
