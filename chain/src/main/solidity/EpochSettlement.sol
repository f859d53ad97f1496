// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {LeaseEscrow} from "./LeaseEscrow.sol";

/// @title Turns one Merkle root an epoch into payments out of the escrow it creates
/// @notice The settler posts a root over leaves (lease, all that the lease owes its seller since it began). After the
/// activation delay anybody may claim any leases of it in one call; the money always goes to the leases' sellers.
/// Amounts are cumulative, so any epoch may be missed, repeated or claimed late and nobody gets less or more.
/// @dev A leaf is keccak256(keccak256(abi.encode(lease, cumulative))): OpenZeppelin's standard tree of (bytes32, uint256).
contract EpochSettlement is AccessControl {
    /// @param root the first 27 bytes of the root. One storage word holds it with its time; 216 bits leave a second
    /// preimage at 2^216 and a collision at 2^108 hashes.
    /// @param activeAt from this second on it may be claimed and no longer be disabled; 0 when there is no root
    struct Epoch {
        bytes27 root;
        uint40 activeAt;
    }

    struct Claim {
        bytes32 lease;
        uint256 cumulative;
    }

    bytes32 public constant SETTLER = keccak256("SETTLER");
    bytes32 public constant GUARDIAN = keccak256("GUARDIAN");

    LeaseEscrow public immutable escrow;
    /// @notice Seconds between posting a root and its first claim, the guardian's time to look; may be 0.
    uint256 public immutable activationDelay;

    mapping(uint256 epoch => Epoch) public epochs;

    event RootPosted(uint256 indexed epoch, bytes32 root, uint256 activeAt);
    event RootDisabled(uint256 indexed epoch);

    error RootExists(uint256 epoch);
    error RootIsEmpty();
    error AlreadyActive(uint256 epoch);
    error NotActive(uint256 epoch);
    error WrongProof(uint256 epoch);

    constructor(
        IERC20 token,
        uint256 withdrawDelay,
        uint256 activationDelay_,
        address admin,
        address settler,
        address guardian
    ) {
        escrow = new LeaseEscrow(token, withdrawDelay);
        activationDelay = activationDelay_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(SETTLER, settler);
        _grantRole(GUARDIAN, guardian);
    }

    /// @notice Posts an epoch's root. The same root again changes nothing; another one is refused unless the guardian
    /// disabled the first.
    function postRoot(uint256 epoch, bytes32 root) external onlyRole(SETTLER) {
        if (bytes27(root) == 0) revert RootIsEmpty();
        Epoch storage entry = epochs[epoch];
        if (entry.activeAt != 0) {
            if (entry.root != bytes27(root)) revert RootExists(epoch);
            return;
        }
        uint40 activeAt = uint40(block.timestamp + activationDelay);
        epochs[epoch] = Epoch(bytes27(root), activeAt);
        emit RootPosted(epoch, root, activeAt);
    }

    /// @notice Takes a root back that is not active yet; the settler may then post another.
    function disable(uint256 epoch) external onlyRole(GUARDIAN) {
        if (epochs[epoch].activeAt == 0) return;
        if (block.timestamp >= epochs[epoch].activeAt) revert AlreadyActive(epoch);
        delete epochs[epoch];
        emit RootDisabled(epoch);
    }

    /// @notice Pays the sellers of many leases. Claims in the order of the multiproof; one of a lease already paid that far
    /// is passed over.
    /// @param proof sibling hashes, and `flags` as OpenZeppelin's MerkleProof.multiProofVerify takes them
    function claimMany(uint256 epoch, Claim[] calldata claims, bytes32[] calldata proof, bool[] calldata flags) external {
        Epoch memory entry = epochs[epoch];
        if (entry.activeAt == 0 || block.timestamp < entry.activeAt) revert NotActive(epoch);
        bytes32[] memory leaves = new bytes32[](claims.length);
        bytes32[] memory leases = new bytes32[](claims.length);
        uint256[] memory cumulative = new uint256[](claims.length);
        for (uint256 i = 0; i < claims.length; i++) {
            leases[i] = claims[i].lease;
            cumulative[i] = claims[i].cumulative;
            leaves[i] = leafOf(leases[i], cumulative[i]);
        }
        if (bytes27(MerkleProof.processMultiProofCalldata(proof, flags, leaves)) != entry.root) {
            revert WrongProof(epoch);
        }
        escrow.pay(leases, cumulative);
    }

    function leafOf(bytes32 lease, uint256 cumulative) public pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(lease, cumulative))));
    }
}
