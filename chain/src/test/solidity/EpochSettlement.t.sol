// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {EpochSettlement} from "../../main/solidity/EpochSettlement.sol";
import {Fixture} from "./Fixture.sol";

contract EpochSettlementTest is Fixture {
    function test_noClaimBeforeActivation() public {
        settlement.postRoot(1, settlement.leafOf("lease", 1));
        vm.warp(block.timestamp + ACTIVATION_DELAY - 1);
        EpochSettlement.Claim[] memory claims = new EpochSettlement.Claim[](1);
        claims[0] = EpochSettlement.Claim("lease", 1);
        vm.expectRevert(abi.encodeWithSelector(EpochSettlement.NotActive.selector, 1));
        settlement.claimMany(1, claims, new bytes32[](0), new bool[](0));
    }

    function test_guardianDisablesARootInTimeAndTheSettlerPostsAnother() public {
        settlement.postRoot(1, "wrong");
        settlement.disable(1);
        settlement.postRoot(1, "right");
        (bytes27 root,) = settlement.epochs(1);
        vm.assertEq(bytes32(root), bytes32(bytes27("right")));
        vm.warp(block.timestamp + ACTIVATION_DELAY);
        vm.expectRevert(abi.encodeWithSelector(EpochSettlement.AlreadyActive.selector, 1));
        settlement.disable(1);
    }

    function testFuzz_aRootStaysOncePosted(bytes32 first, bytes32 second) public {
        vm.assume(bytes27(first) != 0 && bytes27(second) != 0 && bytes27(first) != bytes27(second));
        settlement.postRoot(1, first);
        settlement.postRoot(1, first);
        vm.expectRevert(abi.encodeWithSelector(EpochSettlement.RootExists.selector, 1));
        settlement.postRoot(1, second);
    }

    function testFuzz_onlyTheSettlerPosts(address stranger) public {
        vm.assume(stranger != address(this));
        bytes32 role = settlement.SETTLER();
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, role)
        );
        settlement.postRoot(1, "root");
    }

    function testFuzz_onlyTheGuardianDisables(address stranger) public {
        vm.assume(stranger != address(this));
        settlement.postRoot(1, "root");
        bytes32 role = settlement.GUARDIAN();
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, role)
        );
        settlement.disable(1);
    }

    function testFuzz_noOtherAmountIsProved(uint256 amount, uint256 other) public {
        vm.assume(amount != other);
        settlement.postRoot(1, settlement.leafOf("lease", amount));
        vm.warp(block.timestamp + ACTIVATION_DELAY);
        EpochSettlement.Claim[] memory claims = new EpochSettlement.Claim[](1);
        claims[0] = EpochSettlement.Claim("lease", other);
        vm.expectRevert(abi.encodeWithSelector(EpochSettlement.WrongProof.selector, 1));
        settlement.claimMany(1, claims, new bytes32[](0), new bool[](0));
    }

    /// @dev Any history of epochs, in any order, pays the highest cumulative amount and nothing twice.
    function testFuzz_ordersAndRepeatsPayTheSame(uint64[6] memory amounts) public {
        token.mint(renter, type(uint96).max);
        bytes32 lease = open(termsOf(type(uint96).max, type(uint96).max, type(uint72).max, 1));
        uint256 highest = 0;
        for (uint256 i = 0; i < amounts.length; i++) {
            settle(i + 1, lease, amounts[i]);
            claim(1 + i / 2, lease, amounts[i / 2]);
            if (amounts[i] > highest) highest = amounts[i];
            vm.assertEq(token.balanceOf(seller), highest);
        }
    }
}
